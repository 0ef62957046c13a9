"""Addresses of points on a public map."""

from urllib.parse import urlencode


def map_url(title: str, latitude: float, longitude: float) -> str:
    """Address a map app or page at a GCJ-02 point."""
    query = {
        "position": f"{longitude:.6f},{latitude:.6f}",
        "name": title,
        "src": "zhixiaotong",
        "coordinate": "gaode",
        "callnative": "1",
    }
    return "https://uri.amap.com/marker?" + urlencode(query)
