// What nearly every test reads; see network/precompiled.hpp.
#pragma once

#include <rapidcheck.h>

#include "tests/catch.hpp"
