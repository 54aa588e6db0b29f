"""modules.conf: what Asterisk loads, and nothing else."""

from appliance.telephony.config.model import Site
from appliance.telephony.config.render.section import file

_STORAGE = ("res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb")
_SIP = (
    "res_pjproject",
    "res_pjsip",
    "res_pjsip_session",
    "res_pjsip_pubsub",
    "res_pjsip_sdp_rtp",
    "res_pjsip_registrar",
    "res_pjsip_authenticator_digest",
    "res_pjsip_endpoint_identifier_user",
    "res_pjsip_endpoint_identifier_ip",
    "res_pjsip_caller_id",
    "res_pjsip_diversion",
    "res_pjsip_dtmf_info",
    "res_pjsip_empty_info",
    "res_pjsip_header_funcs",
    "res_pjsip_logger",
    "res_pjsip_mwi",
    "res_pjsip_mwi_body_generator",
    "res_pjsip_nat",
    "res_pjsip_refer",
    "res_pjsip_rfc3326",
    "res_pjsip_t38",
    "res_pjsip_transport_websocket",
    "res_srtp",
    "res_rtp_asterisk",
    "chan_pjsip",
    "res_rtp_multicast",
    "chan_rtp",
    "chan_bridge_media",
)
_MEDIA = (
    "bridge_simple",
    "bridge_native_rtp",
    "bridge_softmix",
    "bridge_holding",
    "codec_ulaw",
    "codec_alaw",
    "codec_a_mu",
    "codec_g722",
    "codec_resample",
    "codec_opus_open_source",
    "res_format_attr_opus",
    "format_pcm",
    "format_wav",
    "format_sln",
    "res_musiconhold",
    "res_timing_timerfd",
    "res_fax",
    "res_fax_spandsp",
)
_DIALPLAN = (
    "pbx_config",
    "app_dial",
    "app_exec",
    "app_mixmonitor",
    "app_playback",
    "app_stack",
    "app_stasis",
    "func_callerid",
    "func_channel",
    "func_devstate",
    "func_frame_sequence",
    "func_global",
    "func_logic",
    "func_messages_waiting",
    "func_strings",
)
_CONTROL = (
    "res_http_websocket",
    "res_websocket_client",
    "res_stasis",
    "res_stasis_answer",
    "res_stasis_playback",
    "res_stasis_recording",
    "res_stasis_snoop",
    "res_ari",
    "res_ari_model",
    "res_ari_applications",
    "res_ari_asterisk",
    "res_ari_bridges",
    "res_ari_channels",
    "res_ari_endpoints",
    "res_ari_events",
    "res_ari_playbacks",
    "res_ari_recordings",
    "res_security_log",
)
# Not res_stasis_device_state: when an engine dies while a phone changes its state, it locks ARI up for good
# (asterisk/asterisk#2170). Phones' states come as endpoint events, which need no module.
LOADED = _STORAGE + _SIP + _MEDIA + _DIALPLAN + _CONTROL
LINES = ("chan_dahdi",)
"""Only where there are lines: without DAHDI's devices it does not load."""


def render(site: Site) -> dict[str, str]:
    names = LOADED + (LINES if site.lines else ())
    lines = ["[modules]", "autoload = no", *(f"load = {name}.so" for name in names), ""]
    return {"modules.conf": file("\n".join(lines))}
