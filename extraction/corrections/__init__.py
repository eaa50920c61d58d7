"""What people, or their rules, say of a document: laid over what was read, step by step."""
