// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every file of this folder would parse again: it takes most of a file's compile time.
#include <torch/torch.h>
