"""Iterations and evaluations of SciPy's L-BFGS-B, as a table for ScipyReferenceTest.

    pip install numpy scipy
    python scipy_reference.py > scipy_reference.csv

Each problem is stated as the test kit's class of the same name states it; the test compares the
losses at the start before anything else.
"""

import numpy as np
from scipy.optimize import minimize

MEMORIES = (5, 10)
TOLERANCES = (1e-3, 1e-6)
NETWORK_TOLERANCES = (1e-2, 1e-3)  # their floors are nearly flat


def quadratic(dimension, condition):
    """H = QDQ, Q a reflection, D from 1 to 1/condition evenly in logarithm."""
    i = np.arange(dimension)
    normal = 1 + i % 7
    normal = normal / np.sqrt(normal @ normal)
    reflection = np.eye(dimension) - 2 * np.outer(normal, normal)
    hessian = reflection @ np.diag(condition ** (-i / (dimension - 1))) @ reflection
    return lambda x: (x @ hessian @ x / 2, hessian @ x), 10 * np.cos(i)


def logistic_regression(examples, dimension, regularization):
    i = np.arange(examples)[:, None]
    j = np.arange(dimension)[None, :]
    features = np.sin(1.7 * i + 0.9 * j + 0.3 * i * j)
    labels = np.where(np.sin(2.3 * np.arange(examples)) >= 0, 1.0, -1.0)

    def objective(x):
        margins = labels * (features @ x)
        slopes = -labels / (1 + np.exp(margins))
        loss = np.mean(np.logaddexp(0, -margins)) + regularization / 2 * x @ x
        return loss, slopes @ features / examples + regularization * x

    return objective, np.zeros(dimension)


def rosenbrock(dimension):
    def objective(x):
        bend = x[1:] - x[:-1] ** 2
        way = 1 - x[:-1]
        gradient = np.zeros(dimension)
        gradient[:-1] -= 400 * bend * x[:-1] + 2 * way
        gradient[1:] += 200 * bend
        return np.sum(100 * bend**2 + way**2), gradient

    return objective, np.where(np.arange(dimension) % 2 == 0, -1.2, 1.0)


def tanh_network(examples, inputs, hidden, outputs):
    i = np.arange(examples)[:, None]
    data = np.sin(1.7 * i + 0.9 * np.arange(inputs)[None, :])
    targets = np.sin(1.1 * i + 0.5 * np.arange(outputs)[None, :])
    sizes = (inputs * hidden, hidden, hidden * outputs, outputs)

    def objective(x):
        first, bias, second, offset = np.split(x, np.cumsum(sizes)[:-1])
        first = first.reshape(hidden, inputs)
        second = second.reshape(outputs, hidden)
        active = np.tanh(data @ first.T + bias)
        residual = active @ second.T + offset - targets
        back = residual @ second * (1 - active**2)
        parts = (back.T @ data, back.sum(0), residual.T @ active, residual.sum(0))
        gradient = np.concatenate([part.ravel() for part in parts]) / examples
        return np.sum(residual**2) / 2 / examples, gradient

    return objective, 0.5 * np.sin(1.3 * np.arange(sum(sizes)) + 0.2)


PROBLEMS = {
    "quadratic 20 1e2": quadratic(20, 1e2),
    "quadratic 20 1e4": quadratic(20, 1e4),
    "quadratic 100 1e4": quadratic(100, 1e4),
    "quadratic 40 1e6": quadratic(40, 1e6),
    "logistic-regression 40 8 1e-2": logistic_regression(40, 8, 1e-2),
    "logistic-regression 200 30 1e-4": logistic_regression(200, 30, 1e-4),
    "rosenbrock 2": rosenbrock(2),
    "rosenbrock 20": rosenbrock(20),
    "tanh-network 20 3 6 2": tanh_network(20, 3, 6, 2),
    "tanh-network 40 4 20 3": tanh_network(40, 4, 20, 3),
}

print("problem,memory,tolerance,startLoss,iterations,evaluations")
for name, (objective, start) in PROBLEMS.items():
    for memory in MEMORIES:
        for tolerance in NETWORK_TOLERANCES if "network" in name else TOLERANCES:
            options = dict(maxcor=memory, gtol=tolerance, ftol=0, maxiter=20000, maxfun=20000)
            found = minimize(objective, start, jac=True, method="L-BFGS-B", options=options)
            assert np.max(np.abs(found.jac)) <= tolerance, (name, found.message)
            print(
                f"{name},{memory},{tolerance},{float(objective(start)[0])!r},"
                f"{found.nit},{found.nfev}"
            )
