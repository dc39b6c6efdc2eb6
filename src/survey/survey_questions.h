/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scales and questions of an instrument.
 */
#ifndef CEPING_SURVEY_QUESTIONS_H
#define CEPING_SURVEY_QUESTIONS_H

#include "survey_priv.h"

void link_scales(struct loader *loader, struct instrument *instrument);
void link_questions(struct loader *loader, struct instrument *instrument);
void link_counts(struct loader *loader, struct instrument *instrument); /* once its variables are there */

#endif
