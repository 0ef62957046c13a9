"""The register of service stations (服务站名录): its table, import and export."""
