"""The nightly self-exam (考评自测): the project's exam against the knowledge in force."""
