"""Scenarios, meetings as data, through `perform`: for the demo, the tests and `mas-hub replay`."""
