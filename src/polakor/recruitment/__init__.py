"""On what terms they go: who recruits, under which licence, and what is said of them."""
