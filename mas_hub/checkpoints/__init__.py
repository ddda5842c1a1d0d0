"""Signed checkpoints: how far each chain of the record reached, in a file that can lie elsewhere."""
