"""What the API promises, in words and JSON Schema: the document at /v1/openapi.json is made of it.

`keys` is how a key of an answer is described, `result` describes those of the result document; a module for
each resource describes its operations, and `openapi` puts all of it together.
"""
