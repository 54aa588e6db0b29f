"""Signing in with the company's directory (LDAP, RFC 4511; Active Directory and OpenLDAP)."""
