#pragma once
/* Nothing is called from Swift: being linked is enough. See hints.c. */
