"""What a browser says of itself, in two words: enough to tell one's own sign-ins apart, and no more of it is kept."""

OTHER = "other"

# The first that is found counts: most browsers also say that they are some older one.
_BROWSERS = (
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("SamsungBrowser/", "samsung"),
    ("Firefox/", "firefox"),
    ("FxiOS/", "firefox"),
    ("CriOS/", "chrome"),
    ("Chrome/", "chrome"),
    ("Safari/", "safari"),
)
_SYSTEMS = (
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("Windows", "windows"),
    ("CrOS", "chromeos"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)


def device_of(user_agent: str) -> str:
    """`chrome windows`; what nobody knows is `other`."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), OTHER)
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), OTHER)
    return f"{browser} {system}"


def device_view(device: str) -> dict[str, str]:
    browser, _, system = device.partition(" ")
    return {"browser": browser or OTHER, "system": system or OTHER}
