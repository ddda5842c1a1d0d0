"""Agencies, people and their roles, and signing in."""
