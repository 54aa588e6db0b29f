"""The simulated telephone network: callers and phones that speak real SIP and RTP, driven through SIPp 3.8."""
