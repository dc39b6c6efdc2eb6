# SPDX-License-Identifier: GPL-3.0-or-later
# Importance and agreement once more in base R, by their definitions: shares of R² from all subsets of lm (the numbers of relaimpo), ICC from anova, Kendall's W, and
# Krippendorff's alpha from pairs (irr 0.84.1 is wrong for complete data of more than two raters). What it prints stands in test_importance.c, test_icc.c, test_kappa.c.
#
#     Rscript tests/unit/stats/agreement.R ../shared/reference/      (R 4.2.2)
options(digits=17)
R <- commandArgs(TRUE)[1]
lmg <- function(y, X) {
  p <- ncol(X); s <- 0:(2^p-1); r2 <- sapply(s, function(m) { v <- which(bitwAnd(m, 2^(0:(p-1))) > 0); if (!length(v)) 0 else summary(lm(y ~ as.matrix(X[, v, drop=FALSE])))$r.squared })
  out <- numeric(p)
  for (j in 1:p) for (m in s[bitwAnd(s, 2^(j-1)) == 0]) { k <- sum(bitwAnd(m, 2^(0:(p-1))) > 0); out[j] <- out[j] + factorial(k)*factorial(p-k-1)/factorial(p) * (r2[m + 2^(j-1) + 1] - r2[m+1]) }
  c(out, r2[2^p]) }
m <- read.csv(paste0(R,"mobi.csv")); print(lmg(m$CUSA1, m[,c("PERQ1","PERQ2","PERV1","IMAG1","CUEX1")]))
b <- read.csv(paste0(R,"beps.csv")); print(lmg(b$Europe, b[,c("Blair","Hague","Kennedy","age")]))
a <- as.matrix(read.csv(paste0(R,"anxiety.csv"))); a <- a[, c("rater1","rater2","rater3")]
# ICC by aov
n <- nrow(a); k <- ncol(a); d <- data.frame(x=c(a), r=factor(rep(1:n,k)), j=factor(rep(1:k,each=n)))
t <- anova(lm(x ~ r + j, d)); MSR<-t[1,3]; MSC<-t[2,3]; MSE<-t[3,3]; MSW <- anova(lm(x~r,d))[2,3]
print(c((MSR-MSW)/(MSR+(k-1)*MSW), (MSR-MSE)/(MSR+(k-1)*MSE+k*(MSC-MSE)/n), (MSR-MSE)/(MSR+(k-1)*MSE), (MSR-MSW)/MSR, (MSR-MSE)/(MSR+(MSC-MSE)/n), (MSR-MSE)/MSR))
# Kendall
rk <- apply(a,2,rank); S <- sum((rowSums(rk)-mean(rowSums(rk)))^2); T <- sum(apply(a,2,function(v){t<-table(v);sum(t^3-t)}))
print(c(12*S/(k^2*(n^3-n)-k*T), 12*S/(k^2*(n^3-n)), friedman.test(t(a))$statistic))
# Krippendorff by definition: pairs within units / pairs over all
kr <- function(a, delta) { u <- apply(a,1,function(r) r[!is.na(r)]); if (is.matrix(u)) u <- split(u, col(u)); u <- u[sapply(u,length)>1]; v <- unlist(u); N <- length(v)
  Do <- sum(sapply(u, function(r) sum(outer(r,r,delta))/(length(r)-1)))/N; De <- sum(outer(v,v,delta))/(N*(N-1)); 1-Do/De }
ord <- function(a) { v <- unlist(apply(a,1,function(r){r<-r[!is.na(r)]; if(length(r)>1) r else NULL})); tb <- table(v); ks <- as.numeric(names(tb)); cs <- cumsum(tb)
  function(x,y) { g <- function(p,q){ i<-match(min(p,q),ks); j<-match(max(p,q),ks); (sum(tb[i:j]) - (tb[i]+tb[j])/2)^2 }; mapply(g,x,y) } }
h <- a; h[1,1]<-NA; h[5,2]<-NA; h[5,3]<-NA; h[17,1]<-NA
for (z in list(a,h)) print(c(kr(z,function(x,y) (x!=y)*1), kr(z,ord(z)), kr(z,function(x,y)(x-y)^2)))
# W with gaps: (1 + rho(m-1))/m
cc <- cor(h, method="spearman", use="pairwise.complete.obs"); print((1+mean(cc[upper.tri(cc)])*(k-1))/k)
# frequencies: ICC and W of ratees weighted 1,2,1,3...
w <- rep(c(1,2,1,3),5); e <- a[rep(1:n,w),]; n2<-nrow(e); d <- data.frame(x=c(e), r=factor(rep(1:n2,k)), j=factor(rep(1:k,each=n2)))
t <- anova(lm(x ~ r + j, d)); MSR<-t[1,3]; MSC<-t[2,3]; MSE<-t[3,3]
print(c((MSR-MSE)/(MSR+(k-1)*MSE+k*(MSC-MSE)/n2)))
rk <- apply(e,2,rank); S <- sum((rowSums(rk)-mean(rowSums(rk)))^2); T <- sum(apply(e,2,function(v){t<-as.numeric(table(v));sum(t^3-t)})); print(12*S/(k^2*(n2^3-n2)-k*T)); print(friedman.test(t(e))$statistic)
