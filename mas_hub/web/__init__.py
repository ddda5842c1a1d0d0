"""The HTTP side of every room: sign-in cookies, CSRF, headers, answers, the built frontend."""
