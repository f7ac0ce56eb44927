#ifndef HARDTACK_CHIREDIS_SHIM_H
#define HARDTACK_CHIREDIS_SHIM_H

#include <hiredis/hiredis.h>

#endif
