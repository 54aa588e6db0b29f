/*
 * Set(FRAME_SEQUENCE()=continuous) on every channel that carries RTP: whoever it is joined with next
 * is heard, and recorded, from the first frame on.
 *
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Debian's translators (2016_opus_plc.patch) conceal loss by RTP sequence numbers: a frame with a number below that of
 * the frame before counts as late and is dropped. Numbers begin at random (RFC 3550, 5.1), so a second party whose
 * numbers are lower than the first one's is dropped until they catch up, for up to eleven minutes.
 *
 * On the way out of a channel the numbers are taken off, for they come from many streams. On the way in a stream keeps
 * its gaps, so that loss is still concealed, and one that begins anew goes on from the last number.
 */
#define AST_MODULE "func_frame_sequence"
#define AST_MODULE_SELF_SYM __internal_func_frame_sequence_self

#include "asterisk.h"

#include "asterisk/channel.h"
#include "asterisk/frame.h"
#include "asterisk/framehook.h"
#include "asterisk/module.h"
#include "asterisk/pbx.h"

/* A second of frames: farther away than that is another stream, not loss and not disorder. */
#define FAR 50

struct row {
	int begun;
	uint16_t last;
	uint16_t shift;
};

static uint16_t next_in_row(struct row *row, uint16_t number)
{
	uint16_t shifted = number + row->shift;
	int16_t step = shifted - row->last;

	if (row->begun && (step > FAR || step < -FAR)) {
		shifted = row->last + 1;
		row->shift = shifted - number;
		step = 1;
	}
	if (!row->begun || step > 0) {
		row->last = shifted;
	}
	row->begun = 1;
	return shifted;
}

static struct ast_frame *on_frame(struct ast_channel *chan, struct ast_frame *frame,
	enum ast_framehook_event event, void *data)
{
	if (!frame || frame->frametype != AST_FRAME_VOICE) {
		return frame;
	}
	if (event == AST_FRAMEHOOK_EVENT_WRITE) {
		frame->seqno = 0;
	} else if (event == AST_FRAMEHOOK_EVENT_READ) {
		frame->seqno = next_in_row(data, frame->seqno);
	}
	return frame;
}

/* Two RTP channels may still be joined directly: what does not come by needs no number. */
static int consumes(void *data, enum ast_frame_type type)
{
	return 0;
}

static void forget(void *data)
{
	ast_free(data);
}

static int frame_sequence_write(struct ast_channel *chan, const char *cmd, char *data, const char *value)
{
	struct ast_framehook_interface hook = {
		.version = AST_FRAMEHOOK_INTERFACE_VERSION,
		.event_cb = on_frame,
		.consume_cb = consumes,
		.destroy_cb = forget,
	};
	int attached;

	if (!chan || strcmp(value, "continuous")) {
		ast_log(LOG_WARNING, "FRAME_SEQUENCE can only be set to continuous, on a channel\n");
		return -1;
	}
	if (!(hook.data = ast_calloc(1, sizeof(struct row)))) {
		return -1;
	}
	ast_channel_lock(chan);
	attached = ast_framehook_attach(chan, &hook);
	ast_channel_unlock(chan);
	if (attached < 0) {
		ast_free(hook.data);
		return -1;
	}
	return 0;
}

static struct ast_custom_function frame_sequence = {
	.name = "FRAME_SEQUENCE",
	.docsrc = AST_STATIC_DOC,
	.synopsis = "Keep the sequence numbers of a channel's audio in one row.",
	.syntax = "FRAME_SEQUENCE()=continuous",
	.desc = "Set it on every channel that carries RTP.",
	.write = frame_sequence_write,
};

static int unload_module(void)
{
	return ast_custom_function_unregister(&frame_sequence);
}

static int load_module(void)
{
	return ast_custom_function_register(&frame_sequence) ? AST_MODULE_LOAD_DECLINE : AST_MODULE_LOAD_SUCCESS;
}

AST_MODULE_INFO_STANDARD_EXTENDED(ASTERISK_GPL_KEY, "Sequence numbers of a channel's audio in one row");
