"""How the open validators of the returns are run, in an environment of their own: neither program imports anything of Lightwell."""
