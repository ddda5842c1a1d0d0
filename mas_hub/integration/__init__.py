"""An agency's own record system: the tokens that let it in, what it fetches and what it says back."""
