"""Words of the table that staff take away."""

SHEET = "投稿"
HEADINGS = {
    "receipt": "编号",
    "title": "作品名",
    "authors": "作者",
    "organisation": "单位",
    "phone": "联系电话",
    "category": "类别",
    "synopsis": "作品简介",
    "state": "状态",
    "channel": "来源渠道",
    "received_at": "收到时间（北京）",
    "duration": "时长",
    "resolution": "画面（像素）",
    "size_mb": "大小（MB）",
    "sha256": "文件校验码",
    "file_name": "文件名",
    "consents": "已同意的条款",
    "remarks": "检查说明",
}
