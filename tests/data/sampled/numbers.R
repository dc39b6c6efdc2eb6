# SPDX-License-Identifier: GPL-3.0-or-later
# What R says about the answers of tests/data/sampled: block, row, column, value, relative tolerance. tests/scripts/weights compares `ceping analyze --json` with it.
#
#     LC_ALL=C.UTF-8 Rscript tests/data/sampled/numbers.R > tests/data/sampled/numbers.txt      (R 4.2.2; survey 4.1-1, psych 2.2.9)
#
# survey: weights, designs, Rao–Scott. stats: mantelhaen.test, prop.trend.test. psych: cohen.kappa, ICC. By their formulas where no package at hand has them: Fleiss'
# kappa, entropy and CRITIC weights, jackknife, AHP (eigen).
suppressMessages({library(survey); library(psych)})
options(digits = 17, warn = 1)
x <- read.csv("tests/data/sampled/files/residents.csv", fileEncoding = "UTF-8", check.names = FALSE, na.strings = "")
names(x) <- c("key", "county", "village", "sex", "age", "overall", "work", "effect", "news", "visits", "hours", "a", "b", "drawn")
words <- c("非常满意", "满意", "一般", "不满意", "非常不满意")
county <- c(an = "安县", bei = "北县", chang = "昌县", dong = "东县")
people <- c(12000, 30000, 18000, 6000); clusters <- c(40, 75, 52, 12)
x$h <- match(x$county, county); x$N <- people[x$h]; x$M <- clusters[x$h]; x$one <- 1
x$sex <- factor(x$sex, c("男", "女")); x$age <- factor(x$age, c("18至35岁", "36至59岁", "60岁以上"))
for (v in c("overall", "work", "effect", "news")) x[[v]] <- match(x[[v]], words)
x$sat <- as.numeric(x$overall <= 2); x$score <- c(100, 80, 60, 40, 20)[x$overall]
say <- function(block, row, column, value, tolerance = 1e-9) cat(block, row, column, sprintf("%.17g", as.numeric(value)), tolerance, sep = "\t", "\n")

# Weightings ---------------------------------------------------------------------------------------------------------------
full <- subset(x, !is.na(sex) & !is.na(age))
r <- rake(svydesign(~1, weights = ~one, data = full), list(~county, ~sex, ~age),
          list(data.frame(county = county, Freq = people), data.frame(sex = c("男", "女"), Freq = c(33600, 32400)),
               data.frame(age = levels(x$age), Freq = c(20000, 30000, 16000))), control = list(maxit = 1000, epsilon = 1e-12))
w <- weights(r)
say("asked_6_residents_weighting_raked", "margin_2_2", "weighted", sum(w[full$sex == "女"]), 1e-6)
m <- svymean(~visits, r)
say("asked_1_residents_visits_weighted", "all", "mean", sum(w * full$visits) / sum(w), 1e-6)
say("asked_1_residents_visits_weighted", "all", "effective_n", sum(w)^2 / sum(w^2), 1e-6)
say("asked_1_residents_visits_weighted", "bei", "mean", weighted.mean(full$visits[full$h == 2], w[full$h == 2]), 1e-6)
plain <- svymean(~visits, svydesign(~1, weights = ~w, data = full)) # linearised, without the margins
say("asked_1_residents_visits_weighted", "all", "se", SE(plain), 1e-6)
known <- subset(x, !is.na(sex)); known$h <- factor(known$h)
totals <- c(66000, people[2:4], 32400); names(totals) <- colnames(model.matrix(~h + sex, known))
lin <- calibrate(svydesign(~1, weights = ~drawn, data = known), ~h + sex, totals, calfun = "linear", epsilon = 1e-12)
k <- weights(lin)
say("asked_8_residents_weighting_linear", "margin_1_2", "mean_weight", mean(k[known$h == 2]), 1e-8)
say("asked_8_residents_weighting_linear_weights", "linear", "effective_n", sum(k)^2 / sum(k^2), 1e-8)
cell <- people[x$h] / tabulate(x$h)[x$h]
o <- !is.na(x$sat)
share <- sum((cell * x$sat)[o]) / sum(cell[o]); ne <- sum(cell[o])^2 / sum(cell[o]^2); z <- qnorm(0.975)
say("asked_2_residents_overall_weighted_shares", "all", "percent", 100 * share)
say("asked_2_residents_overall_weighted_shares", "all", "effective_n", ne)
say("asked_2_residents_overall_weighted_shares", "all", "low", 100 * prop.test(share * ne, ne, correct = FALSE)$conf.int[1])
say("asked_2_residents_overall_weighted_shares", "all", "high", 100 * prop.test(share * ne, ne, correct = FALSE)$conf.int[2])
s <- svydesign(~1, strata = ~county, fpc = ~N, data = x[o, ])
say("asked_3_residents_overall_area_mean_county", "all", "mean", coef(svymean(~score, s)))
say("asked_3_residents_overall_area_mean_county", "all", "se", SE(svymean(~score, s)))
say("asked_3_residents_overall_area_rate_county", "all", "mean", 100 * coef(svymean(~sat, s)))
say("asked_3_residents_overall_area_rate_county", "all", "se", 100 * SE(svymean(~sat, s)))

# Designs ------------------------------------------------------------------------------------------------------------------
d <- svydesign(~village, strata = ~county, weights = ~drawn, fpc = ~M, data = x)
e <- svymean(~visits, d, deff = "replace")
say("asked_9_residents_visits_design_mean", "all", "value", coef(e)); say("asked_9_residents_visits_design_mean", "all", "se", SE(e))
say("asked_9_residents_visits_design_mean", "all", "deff", deff(e))
say("asked_9_residents_visits_design_mean", "all", "low", confint(e, df = degf(d))[1])
q <- svyby(~visits, ~county, d, svymean)
for (i in 1:4) say("asked_9_residents_visits_design_mean", names(county)[i], "se", SE(q)[match(county[i], q$county)])
e <- svytotal(~visits, d)
say("asked_10_residents_visits_design_total", "all", "value", coef(e)); say("asked_10_residents_visits_design_total", "all", "se", SE(e))
e <- svyratio(~hours, ~visits, d)
say("asked_11_residents_hours_ratio_visits", "all", "value", coef(e)); say("asked_11_residents_hours_ratio_visits", "all", "se", SE(e))
e <- svyratio(~hours, ~visits, subset(d, sex == "女"))
say("asked_11_residents_hours_ratio_visits", "2", "se", SE(e))
e <- svymean(~sat, d, na.rm = TRUE)
say("asked_12_residents_overall_design_share", "all", "value", 100 * coef(e)); say("asked_12_residents_overall_design_share", "all", "se", 100 * SE(e))
l <- svyciprop(~sat, d, method = "logit", df = degf(d), na.rm = TRUE)
say("asked_12_residents_overall_design_share", "all", "low", 100 * attr(l, "ci")[1]); say("asked_12_residents_overall_design_share", "all", "high", 100 * attr(l, "ci")[2])
say("asked_12_residents_overall_design_share", "1", "se", 100 * SE(svymean(~sat, subset(d, sex == "男"), na.rm = TRUE)))
p <- postStratify(svydesign(~village, strata = ~county, weights = ~drawn, data = x), ~county, data.frame(county = county, Freq = people))
say("asked_13_residents_visits_design_mean", "all", "value", coef(svymean(~visits, p))); say("asked_13_residents_visits_design_mean", "all", "se", SE(svymean(~visits, p)))
t <- svyttest(visits ~ sex, d)
say("asked_14_residents_visits_design_difference_sex", "1:2", "difference", -t$estimate); say("asked_14_residents_visits_design_difference_sex", "1:2", "p", t$p.value)
chi <- svychisq(~overall + sex, subset(d, !is.na(overall) & !is.na(sex)), statistic = "F")
say("asked_15_residents_overall_design_crosstab_sex_tests", "rao_scott", "value", chi$statistic)
say("asked_15_residents_overall_design_crosstab_sex_tests", "rao_scott", "p", chi$p.value)

# Groups under weights: raked (residuals from the margins), cells, an item of weights, a trimmed weighting, a design -----------------------------------------
midrank <- function(y, w) { u <- sort(unique(y)); t <- sapply(u, function(v) sum(w[y == v])); ((cumsum(t) - t / 2) / sum(w))[match(y, u)] }
q <- svyby(~sat, ~age, r, svymean, na.rm = TRUE)
for (i in 1:3) {
  say("asked_42_residents_overall_weighted_rate_by_age", i, "rate", 100 * coef(q)[i], 1e-6)
  say("asked_42_residents_overall_weighted_rate_by_age", i, "se", 100 * SE(q)[i], 1e-6)
}
say("asked_42_residents_overall_weighted_rate_by_age_tests", "rao_scott", "value", svychisq(~sat + age, subset(r, !is.na(sat)), statistic = "F")$statistic, 1e-6)
m <- svyglm(sat ~ age, subset(r, !is.na(sat)))
say("asked_42_residents_overall_weighted_difference_age", "1:2", "difference", -100 * coef(m)[2], 1e-6)
say("asked_42_residents_overall_weighted_difference_age", "1:2", "se", 100 * SE(m)[2], 1e-6)
q <- svyby(~visits, ~h, r, svymean)
for (i in 1:4) say("asked_43_residents_visits_weighted_mean_by_county", names(county)[i], "se", SE(q)[i], 1e-6)
f <- regTermTest(svyglm(visits ~ factor(h), r), ~factor(h))
say("asked_43_residents_visits_weighted_mean_by_county_tests", "wald", "value", f$Ftest, 1e-6)
say("asked_43_residents_visits_weighted_mean_by_county_tests", "wald", "p", f$p, 1e-6)
say("asked_43_residents_visits_weighted_mean_by_county_tests", "eta2", "value", summary(lm(visits ~ factor(h), full, weights = w))$r.squared, 1e-6)
c <- postStratify(svydesign(~1, weights = ~one, data = x), ~county, data.frame(county = county, Freq = people))
m <- summary(svyglm(visits ~ age, c))$coefficients
say("asked_44_residents_visits_weighted_difference_age", "1:2", "difference", -m[2, 1]); say("asked_44_residents_visits_weighted_difference_age", "1:2", "se", m[2, 2])
chi <- svychisq(~overall + sex, subset(svydesign(~1, weights = ~drawn, data = x), !is.na(overall) & !is.na(sex)), statistic = "F")
say("asked_45_residents_overall_weighted_crosstab_sex_tests", "rao_scott", "value", chi$statistic)
f <- regTermTest(svyglm(visits ~ age, d), ~age)
say("asked_46_residents_visits_weighted_mean_by_age_tests", "wald", "value", f$Ftest); say("asked_46_residents_visits_weighted_mean_by_age_tests", "wald", "p", f$p)
a <- !is.na(x$age); x$rank <- NA; x$rank[a] <- midrank(x$visits[a], x$drawn[a])
f <- regTermTest(svyglm(rank ~ age, svydesign(~village, strata = ~county, weights = ~drawn, fpc = ~M, data = x)), ~age)
say("asked_46_residents_visits_weighted_mean_by_age_tests", "ranks", "value", f$Ftest); say("asked_46_residents_visits_weighted_mean_by_age_tests", "ranks", "p", f$p)

# Resampling, strata, agreement --------------------------------------------------------------------------------------------
n <- nrow(x); ratio <- function(i) sum(x$hours[i]) / sum(x$visits[i])
j <- sapply(1:n, function(i) ratio(-i))
say("asked_18_residents_hours_jackknife_ratio", "all", "se", sqrt((n - 1) / n * sum((j - mean(j))^2)))
say("asked_18_residents_hours_jackknife_ratio", "all", "bias", (n - 1) * (mean(j) - ratio(1:n)), 1e-6)
tr <- table(x$sat, x$age)
g <- prop.trend.test(tr["1", ], colSums(tr))
say("asked_20_residents_overall_trend_age_tests", "trend", "p", g$p.value)
mh <- mantelhaen.test(table(x$sex, factor(x$sat, 1:0), x$age), correct = FALSE)
say("asked_21_residents_overall_strata_sex_age_tests", "mantel_haenszel", "value", mh$statistic)
say("asked_21_residents_overall_strata_sex_age_tests", "mantel_haenszel", "p", mh$p.value)
say("asked_21_residents_overall_strata_sex_age_tests", "odds_ratio", "value", mh$estimate)
say("asked_21_residents_overall_strata_sex_age_tests", "odds_ratio", "low", mh$conf.int[1])
gen <- mantelhaen.test(table(x$h, x$overall, x$age)[, 1:4, ])
say("asked_23_residents_overall_strata_county_age_tests", "cmh_general", "value", gen$statistic)
kappa <- cohen.kappa(cbind(match(x$a, c("道路", "医疗", "养老")), match(x$b, c("道路", "医疗", "养老"))))
say("asked_24_residents_coder_a_cohen_kappa", "1:2", "kappa", kappa$kappa); say("asked_24_residents_coder_a_cohen_kappa", "1:2", "se", sqrt(kappa$var.kappa))
both <- na.omit(x[, c("work", "effect")])
wk <- cohen.kappa(both, w = 1 - abs(outer(1:5, 1:5, "-")) / 4)
say("asked_25_residents_work_weighted_kappa", "1:2", "kappa", wk$weighted.kappa)
sheet <- read.csv("tests/data/sampled/files/sheets.csv", fileEncoding = "UTF-8", check.names = FALSE, na.strings = "")
order1 <- t(as.matrix(sheet[, 3:8]))
icc <- ICC(order1, lmer = FALSE)$results
rows <- c("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")
for (i in 1:6) { say("asked_29_sheets_organised_icc", rows[i], "value", icc$ICC[i]); say("asked_29_sheets_organised_icc", rows[i], "low", icc$`lower bound`[i], 1e-7) }
grade <- t(as.matrix(sheet[, 21:26])); cnt <- t(apply(grade, 1, function(r) table(factor(r, c("优", "良", "中")))))
P <- rowSums(cnt * (cnt - 1)) / 12; pj <- colSums(cnt) / 24
say("asked_26_sheets_grade_fleiss", "fleiss_kappa", "kappa", (mean(P) - sum(pj^2)) / (1 - sum(pj^2)))

# Weights from judgements and data --------------------------------------------------------------------------------------------
A <- list(matrix(c(1, 1/2, 3, 2, 1, 5, 1/3, 1/5, 1), 3, byrow = TRUE), matrix(c(1, 1/3, 2, 3, 1, 4, 1/2, 1/4, 1), 3, byrow = TRUE),
          matrix(c(1, 4, 1/3, 1/4, 1, 3, 3, 1/3, 1), 3, byrow = TRUE))
G <- (A[[1]] * A[[2]] * A[[3]]^2)^(1/4); ev <- eigen(G); u <- abs(Re(ev$vectors[, 1])); u <- u / sum(u)
for (i in 1:3) say("asked_35_pairs_weights", c("organised", "result", "publicity")[i], "weight", 100 * u[i])
say("asked_35_pairs_experts", "e3", "cr", (max(Re(eigen(A[[3]])$values)) - 3) / 2 / 0.58)
scores <- sapply(0:2, function(i) colMeans(sheet[, 3 + 6 * i + 0:5], na.rm = TRUE))
z <- apply(scores, 2, function(c) (c - min(c)) / (max(c) - min(c)))
E <- apply(z, 2, function(c) { p <- c / sum(c); -sum(ifelse(p > 0, p * log(p), 0)) / log(6) })
for (i in 1:3) say("asked_37_services_entropy_weights", c("organised", "result", "publicity")[i], "weight", 100 * (1 - E[i]) / sum(1 - E))
C <- apply(z, 2, sd) * rowSums(1 - cor(z))
for (i in 1:3) say("asked_38_services_critic_weights", c("organised", "result", "publicity")[i], "weight", 100 * C[i] / sum(C))
