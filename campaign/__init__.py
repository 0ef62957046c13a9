"""The call for micro-videos (微视频征集): rules, media, checks and lists for staff."""
