"""What evidences supervision for an audit, in one ZIP: of the whole partnership, or of one agency's own part."""
