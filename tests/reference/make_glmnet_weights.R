# glmnet and cv.glmnet with case weights: values for tests/reference/test_glmnet_weights.py.
# Run from the top level: Rscript tests/reference/make_glmnet_weights.R   (Debian: r-base-core r-cran-glmnet)
suppressMessages(library(glmnet)); options(warn = -1) # glmnet warns of a class of 8
out <- "tests/reference"
glmnet.control(fdev = 0, devmax = 1) # no path is cut short
set.seed(20250730)
n <- 36; p <- 50
factors <- matrix(rnorm(n * p / 5), n)[, rep(1:(p / 5), each = 5)] # correlated fives
X <- round(8 + factors + 0.5 * matrix(rnorm(n * p), n), 3)
colnames(X) <- sprintf("g%02d", 1:p)
y <- as.integer(X[, 1] - 0.6 * X[, 8] + rnorm(n) > 4.2)
weight <- round(rexp(n), 2); weight[c(3, 20)] <- 0
balanced <- n / (2 * ifelse(y == 1, sum(y), n - sum(y)))
fold <- integer(n); fold[order(y)] <- rep(1:6, length.out = n) # stratified
paths <- curves <- NULL
for (name in c("weighted", "balanced")) for (alpha in c(1, 0.5)) {
  w <- if (name == "weighted") weight else balanced
  largest <- glmnet(X, y, "binomial", weights = w, alpha = alpha, thresh = 1e-20)$lambda[1]
  lambda <- largest * 0.02^((0:19) / 19)
  fit <- glmnet(X, y, "binomial", weights = w, alpha = alpha, lambda = lambda, thresh = 1e-20, maxit = 1e7)
  paths <- rbind(paths, data.frame(weights = name, alpha, largest, lambda, dev_ratio = fit$dev.ratio,
    intercept = fit$a0, t(as.matrix(fit$beta))))
  if (name == "balanced") for (inner in c("k-fold", "leave-one-out")) {
    id <- if (inner == "k-fold") fold else 1:n
    cv <- cv.glmnet(X, y, family = "binomial", weights = w, alpha = alpha, lambda = lambda, foldid = id,
      grouped = inner == "k-fold", type.measure = "deviance", thresh = 1e-20, maxit = 1e7)
    curves <- rbind(curves, data.frame(inner, alpha, lambda = cv$lambda, mean = cv$cvm, error = cv$cvsd))
  }
}
save <- function(x, name) write.csv(format(x, digits = 15, trim = TRUE), file.path(out, name), row.names = FALSE, quote = FALSE)
save(data.frame(positive = y, weight, fold = fold - 1, X), "glmnet_weights_values.csv")
save(paths, "glmnet_weights_paths.csv")
save(curves, "glmnet_weights_curves.csv")
cat(sum(y), "positive of", n, "\n")
