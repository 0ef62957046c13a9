"""The pages of figures (数据) and of the self-exam (考评自测)."""
