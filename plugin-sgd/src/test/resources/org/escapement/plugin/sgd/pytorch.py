"""Writes pytorch.csv: what torch.optim.SGD and torch.optim.lr_scheduler do, step by step.

The loss is x'Hx/2 in two variables, in double precision; a row holds the rate of the step about to be
taken and the point before it. Made with PyTorch 2.13.0:

    python pytorch.py > pytorch.csv
"""

import warnings

warnings.filterwarnings("ignore")

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR, StepLR

STEPS = 18
RATE = 0.3
WARMUP = 3
HESSIAN = torch.tensor([[2.0, 0.5], [0.5, 1.0]], dtype=torch.float64)

METHODS = {
    "sgd": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9, "nesterov": True},
}


def warmed_up(optimizer, then):
    rise = LinearLR(optimizer, start_factor=1 / (WARMUP + 1), end_factor=1, total_iters=WARMUP)
    return SequentialLR(optimizer, [rise, then], milestones=[WARMUP])


SCHEDULES = {
    "constant": lambda o: None,
    "step": lambda o: StepLR(o, step_size=4, gamma=0.5),
    "cosine": lambda o: CosineAnnealingLR(o, T_max=STEPS, eta_min=0.1 * RATE),
    "warmup-constant": lambda o: LinearLR(o, 1 / (WARMUP + 1), 1, WARMUP),
    "warmup-step": lambda o: warmed_up(o, StepLR(o, step_size=4, gamma=0.5)),
    "warmup-cosine": lambda o: warmed_up(o, CosineAnnealingLR(o, T_max=STEPS - WARMUP)),
}

print("method,schedule,step,rate,x0,x1")
for method, options in METHODS.items():
    for name, schedule in SCHEDULES.items():
        x = torch.nn.Parameter(torch.tensor([1.0, -2.0], dtype=torch.float64))
        optimizer = torch.optim.SGD([x], lr=RATE, **options)
        scheduler = schedule(optimizer)
        for step in range(STEPS + 1):
            rate = optimizer.param_groups[0]["lr"]
            print(f"{method},{name},{step},{rate!r},{x[0].item()!r},{x[1].item()!r}")
            optimizer.zero_grad()
            (x @ HESSIAN @ x / 2).backward()
            optimizer.step()
            if scheduler:
                scheduler.step()
