#!/usr/bin/env python3
"""PyTorch's times for the products that the check times, on the same card, shapes and kinds of numbers.

    torch-times.py [EXAMPLES] [WIDTHS]

The gradient and the Hessian product by eager double backward, the covariance product by vmap over examples. Exit code 0,
also where there is no torch or no card for it, which it says in one line.
"""
import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn import functional

    try:  # before PyTorch 2 a package of its own
        from torch import func
    except ImportError:
        import functorch as func
except ImportError as reason:
    print(f"PyTorch: not compared, {reason}")
    sys.exit(0)

CALLS = 20
CHUNKS = (40, 100, 200)  # examples at a time under vmap; the fastest counts
LOOPED = 40  # examples of the sum that the vectorised one has to agree with


def milliseconds(action, device):
    """The median of some calls, after one that does not count."""
    times = []
    for _ in range(CALLS + 1):
        if device == "cuda":
            torch.cuda.synchronize()
        start = time.perf_counter()
        action()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(1e3 * (time.perf_counter() - start))
    return sorted(times[1:])[CALLS // 2]


def network(widths):
    layers = [nn.Linear(widths[0], widths[1])]
    for inputs, outputs in zip(widths[1:], widths[2:]):
        layers += [nn.ReLU(), nn.Linear(inputs, outputs)]
    return nn.Sequential(*layers)


class Products:
    def __init__(self, widths, examples, dtype, device):
        torch.manual_seed(1)
        self.network = network(widths).to(device, dtype)
        self.parameters = list(self.network.parameters())
        self.names = [name for name, _ in self.network.named_parameters()]
        self.features = torch.randn(examples, widths[0], dtype=dtype, device=device)
        self.targets = torch.randn(examples, widths[-1], dtype=dtype, device=device)
        self.direction = [torch.randn_like(p) for p in self.parameters]

    def graph(self, begin=0, end=None):
        """The gradient with the graph behind it."""
        outputs = self.network(self.features[begin:end])
        loss = functional.mse_loss(outputs, self.targets[begin:end])
        return torch.autograd.grad(loss, self.parameters, create_graph=True)

    def gradient(self):
        outputs = self.network(self.features)
        return torch.autograd.grad(functional.mse_loss(outputs, self.targets), self.parameters)

    def again(self, gradient, direction):
        return torch.autograd.grad(
            gradient, self.parameters, grad_outputs=direction, retain_graph=True
        )

    def covariance_by_loop(self, count):
        """(1/n) sum_i H_i (H_i v - Hv) over the first examples."""
        mean = self.again(self.graph(0, count), self.direction)
        total = [torch.zeros_like(p) for p in self.parameters]
        for i in range(count):
            gradient = self.graph(i, i + 1)
            u = [a - b for a, b in zip(self.again(gradient, self.direction), mean)]
            total = [a + b for a, b in zip(total, self.again(gradient, u))]
        return [part / count for part in total]

    def covariance_by_map(self, count, chunk):
        parameters = tuple(p.detach() for p in self.parameters)
        mean = tuple(part.detach() for part in self.again(self.graph(0, count), self.direction))

        if hasattr(func, "functional_call"):

            def call(values, x):
                return func.functional_call(self.network, dict(zip(self.names, values)), (x,))

        else:
            call, _ = func.make_functional(self.network)

        def loss(values, x, y):
            outputs = call(values, x[None])
            return functional.mse_loss(outputs, y[None])

        def example(x, y):
            _, product = func.vjp(lambda p: func.grad(loss)(p, x, y), parameters)
            (u,) = product(tuple(self.direction))
            return product(tuple(a - b for a, b in zip(u, mean)))[0]

        mapped = func.vmap(example)
        total = [torch.zeros_like(p) for p in parameters]
        for begin in range(0, count, chunk):
            end = min(begin + chunk, count)
            parts = mapped(self.features[begin:end], self.targets[begin:end])
            total = [a + part.sum(0) for a, part in zip(total, parts)]
        return [part / count for part in total]


def norm(parts):
    return torch.cat([part.detach().reshape(-1) for part in parts]).double().norm().item()


def measure(widths, examples, dtype, device):
    products = Products(widths, examples, dtype, device)
    few = min(LOOPED, examples)
    loop, together = products.covariance_by_loop(few), products.covariance_by_map(few, few)
    difference = norm([a - b for a, b in zip(loop, together)]) / norm(loop)
    print(f"{str(dtype).removeprefix('torch.')}, {examples} examples")
    print(f"  gradient     {milliseconds(products.gradient, device):9.3f} ms")
    gradient = products.graph()
    hessian = milliseconds(lambda: products.again(gradient, products.direction), device)
    print(f"  Hessian      {hessian:9.3f} ms   double backward, the gradient's graph kept")
    fastest, chunk = min(
        (milliseconds(lambda c=c: products.covariance_by_map(examples, c), device), c)
        for c in CHUNKS
    )
    print(
        f"  covariance   {fastest:9.3f} ms   vmap, {chunk} examples at a time;"
        f" from a loop over {few} examples by {difference:.1e}"
    )


def main():
    numbers = [word for word in sys.argv[1:] if word.isdigit()]
    shapes = [word for word in sys.argv[1:] if "-" in word and not word.startswith("-")]
    device = "cpu" if "cpu" in sys.argv[1:] else "cuda"
    if device == "cuda" and not torch.cuda.is_available():
        print(f"PyTorch {torch.__version__}: not compared, it finds no card")
        return
    torch.backends.cuda.matmul.allow_tf32 = False
    name = torch.cuda.get_device_name() if device == "cuda" else "the processor"
    print(f"PyTorch {torch.__version__} on {name}, without TF32")
    widths = [int(w) for w in (shapes or ["784-500-500-500-10"])[0].split("-")]
    for dtype in (torch.float32, torch.float64):
        measure(widths, int((numbers or [1000])[0]), dtype, device)


if __name__ == "__main__":
    main()
