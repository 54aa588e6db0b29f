"""Fax: pages received into boxes, and pages sent by calls that take turns with all the others."""
