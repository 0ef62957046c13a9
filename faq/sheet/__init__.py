"""Tables that go out to Excel, WPS or LibreOffice and come back (表格往返)."""
