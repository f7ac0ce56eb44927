#ifndef HARDTACK_CPOSTGRESQL_SHIM_H
#define HARDTACK_CPOSTGRESQL_SHIM_H

#include <libpq-fe.h>

#endif
