"""Stripe's API in our words, and the only package that knows its library.

Functions take and return plain values and frozen dataclasses, amounts in the currency's smallest unit, times
aware; what goes wrong is one of the exceptions in `errors`. Nothing here touches the database: a call takes
up to half a minute, and no lock may be held meanwhile.
"""
