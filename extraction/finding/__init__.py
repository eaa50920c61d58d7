"""Finding an account's documents: what is searched for, page by page, and picking some of them."""
