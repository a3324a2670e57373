// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/search/sql_condition.h"

namespace calotype::catalog {

// What the keys of the query language mean on a row of "photo"; never NULL, so that each can be
// negated.
void tagCondition(const Condition&, SqlCondition&);
void albumCondition(const Condition&, SqlCondition&);
void folderCondition(const Condition&, SqlCondition&);
void dateCondition(const Condition&, SqlCondition&);
void ratingCondition(const Condition&, SqlCondition&);
void cameraCondition(const Condition&, SqlCondition&);
void lensCondition(const Condition&, SqlCondition&);
void isoCondition(const Condition&, SqlCondition&);
void apertureCondition(const Condition&, SqlCondition&);
void focalCondition(const Condition&, SqlCondition&);
void colourCondition(const Condition&, SqlCondition&);
void flagCondition(const Condition&, SqlCondition&);
void typeCondition(const Condition&, SqlCondition&);
void nameCondition(const Condition&, SqlCondition&);
void kindCondition(const Condition&, SqlCondition&);
void untaggedCondition(const Condition&, SqlCondition&);

}  // namespace calotype::catalog
