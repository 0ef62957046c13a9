"""The confined process that opens a stranger's file: `python -m campaign.probe`.

It reads one file, prints one JSON line of findings and judges nothing. Whatever the file does to
it, the worst outcome is a dead child and a file that waits for a person.
"""
