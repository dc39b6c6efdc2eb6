/* SPDX-License-Identifier: GPL-3.0-or-later
 * Populations, weightings, designs, dispositions, judgements: tables of the format, and linking.
 */
#ifndef CEPING_SURVEY_SAMPLING_H
#define CEPING_SURVEY_SAMPLING_H

#include "survey_priv.h"

extern const struct yaml_schema survey_population_schema, survey_weighting_schema, survey_design_schema, survey_dispositions_schema, survey_judgement_schema,
    survey_analysis_schema;

/* Once instruments have their variables, before figures. */
void link_sampling(struct loader *loader);
void link_judgements(struct loader *loader);
/* A weighting, or one number item a response; reports what is neither, or belongs to another instrument (NULL: any). */
void link_weights_of(struct loader *loader, const struct name *name, const struct instrument *instrument, const struct weighting **ret_weighting,
                     const struct variable **ret_variable);

#endif
