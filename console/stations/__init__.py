"""The pages of service stations (服务站)."""
