/*
 * Set(MESSAGES_WAITING(mailbox@context)=new,old) tells every phone that watches the mailbox how many messages are in it.
 *
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Asterisk's own way in from outside, res_mwi_external, is not built by Debian: it excludes app_voicemail. What is
 * published here goes the same way as theirs, to res_pjsip_mwi, which sends the NOTIFY (RFC 3842).
 */
#define AST_MODULE "func_messages_waiting"
#define AST_MODULE_SELF_SYM __internal_func_messages_waiting_self

#include "asterisk.h"

#include "asterisk/channel.h"
#include "asterisk/module.h"
#include "asterisk/mwi.h"
#include "asterisk/pbx.h"

static int messages_waiting_write(struct ast_channel *chan, const char *cmd, char *data, const char *value)
{
	char *mailbox = ast_strdupa(S_OR(data, ""));
	char *context = strchr(mailbox, '@');
	int fresh, old;

	if (!context || context == mailbox || !context[1] || sscanf(value, "%9d,%9d", &fresh, &old) != 2
		|| fresh < 0 || old < 0) {
		ast_log(LOG_WARNING, "MESSAGES_WAITING(mailbox@context) is set to two numbers: new,old\n");
		return -1;
	}
	*context++ = '\0';
	return ast_publish_mwi_state(mailbox, context, fresh, old);
}

static struct ast_custom_function messages_waiting = {
	.name = "MESSAGES_WAITING",
	.docsrc = AST_STATIC_DOC,
	.synopsis = "Tell phones how many messages are in a mailbox.",
	.syntax = "MESSAGES_WAITING(mailbox@context)=new,old",
	.desc = "Phones that watch the mailbox are told at once.",
	.write = messages_waiting_write,
};

static int unload_module(void)
{
	return ast_custom_function_unregister(&messages_waiting);
}

static int load_module(void)
{
	return ast_custom_function_register(&messages_waiting) ? AST_MODULE_LOAD_DECLINE : AST_MODULE_LOAD_SUCCESS;
}

AST_MODULE_INFO_STANDARD_EXTENDED(ASTERISK_GPL_KEY, "Messages waiting in mailboxes");
