#pragma once
#include <libpq-fe.h>

// Since libpq 17 a synchronisation point can be queued without a write to the socket for each.
static inline int alcazar_pq_pipeline_sync(PGconn *connection) {
#ifdef LIBPQ_HAS_SEND_PIPELINE_SYNC
    return PQsendPipelineSync(connection);
#else
    return PQpipelineSync(connection);
#endif
}

// The codes of the fields are character macros.
static inline const char *alcazar_pq_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline const char *alcazar_pq_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}

static void alcazar_pq_ignore(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

// Notices would go to standard error.
static inline void alcazar_pq_ignore_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, alcazar_pq_ignore, (void *)0);
}
