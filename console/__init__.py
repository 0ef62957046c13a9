"""The staff's web pages (aiohttp and Jinja): one file, one page family."""
