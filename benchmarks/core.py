"""How fast the core is, and how much memory it takes, beside SciPy: `python benchmarks/core.py`.

Every round times each contender once, in turn, on the same float64 arrays, so that a busy moment
of the machine meets all of them. A timed call follows an untimed one of its own, so that each
contender finds the caches and the allocator as it left them itself, not as its predecessor did.
Times are medians of the rounds. Extra memory is the peak that tracemalloc sees during one call, the
result included. Needs NumPy and SciPy.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import scipy
from scipy import ndimage, signal

sys.path.insert(0, str(Path(__file__).parents[1]))

from convviz import Convolution, Filters

SEVERAL = [(4, (64, 64), (3, 3)), (16, (256, 256), (3, 3))]
CASES = [((8, 8), (3, 3)), ((256, 256), (3, 3)), ((1024, 1024), (5, 5)), ((16, 64, 64), (3, 3, 3))]
SECONDS_PER_CASE = 4.0
ROUNDS = (15, 400)

NOTE = """\
output      Convolution.output of a convolution that exists, computed anew each time
whole       Convolution(x, w).output: checks, copies and padding included
ndimage     scipy.ndimage.correlate(x, w, mode="constant")
signal      scipy.signal.correlate(x, w, mode="same", method="direct")

All four compute the same numbers for the same region, as many cells as the input has ("same", zeros
outside): ndimage has no other region. A ratio is the time or the memory of `output` divided by that
of the other; below 1 is in favour of convviz. Memory is a peak beside the arguments, the result
included, in multiples of the size of that result."""


class Case:
    """The contenders on one pair of arrays."""

    def __init__(self, shape: tuple[int, ...], kernel: tuple[int, ...]) -> None:
        random = np.random.default_rng(0)
        self.x, self.w = random.normal(size=shape), random.normal(size=kernel)
        self.convolution = Convolution(self.x, self.w, padding="same")
        assert self.convolution.padded.size, "the padded input belongs to neither time"
        self.name = f"{'x'.join(map(str, shape))} / {'x'.join(map(str, kernel))}"

    def output(self) -> np.ndarray:
        vars(self.convolution).pop("output", None)
        return self.convolution.output

    def whole(self) -> np.ndarray:
        return Convolution(self.x, self.w, padding="same").output

    def ndimage(self) -> np.ndarray:
        return ndimage.correlate(self.x, self.w, mode="constant")

    def signal(self) -> np.ndarray:
        return signal.correlate(self.x, self.w, mode="same", method="direct")

    def contenders(self) -> list[Callable[[], np.ndarray]]:
        return [self.output, self.whole, self.ndimage, self.signal]


def seconds(call: Callable[[], object]) -> float:
    call()
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def times(calls: list[Callable[[], np.ndarray]]) -> list[float]:
    """The median time of each call, over interleaved rounds."""
    one_round = sum(map(seconds, calls))
    rounds = min(max(int(SECONDS_PER_CASE / one_round), ROUNDS[0]), ROUNDS[1])
    taken = [[seconds(call) for call in calls] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def memory(call: Callable[[], np.ndarray]) -> float:
    """The peak of one call, in multiples of the size of its result."""
    size = call().nbytes
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return (peak - before) / size


def check(case: Case | Several) -> None:
    """All contenders agree, or their times say nothing."""
    first, *others = (call() for call in case.contenders())
    for other in others:
        np.testing.assert_allclose(first, other, atol=1e-9)


class Several:
    """Several filters over one input: together, and one by one."""

    def __init__(self, filters: int, shape: tuple[int, ...], kernel: tuple[int, ...]) -> None:
        random = np.random.default_rng(0)
        self.x, self.w = random.normal(size=shape), random.normal(size=(filters, *kernel))
        self.layer = Filters(self.x, self.w, padding="same")
        assert all(layer.padded.size for layer in (self.layer, *self.layer.filters))
        self.name = f"{filters} of {'x'.join(map(str, kernel))} on {'x'.join(map(str, shape))}"

    def together(self) -> np.ndarray:
        vars(self.layer).pop("output", None)
        return self.layer.output

    def one_by_one(self) -> np.ndarray:
        for one in self.layer.filters:
            vars(one).pop("output", None)
        return np.stack([one.output for one in self.layer.filters])

    def ndimage(self) -> np.ndarray:
        return np.stack([ndimage.correlate(self.x, w, mode="constant") for w in self.w])

    def contenders(self) -> list[Callable[[], np.ndarray]]:
        return [self.together, self.one_by_one, self.ndimage]


def several() -> None:
    print(f"\n{'several filters, ms':24}{'together':>12}{'one by one':>12}{'ndimage':>12}", end="")
    print(f"{'together / one by one':>24}{'/ ndimage':>12}")
    for case in (Several(*sizes) for sizes in SEVERAL):
        check(case)
        together, one_by_one, nd = times(case.contenders())
        print(f"{case.name:24}", *(f"{t * 1e3:11.3f}" for t in (together, one_by_one, nd)), end="")
        print(f"{together / one_by_one:24.2f}{together / nd:12.2f}", flush=True)


def main() -> None:
    print(f"convviz beside SciPy {scipy.__version__}, NumPy {np.__version__}\n\n{NOTE}\n")
    print(f"{'':24}{'time, ms':^36}{'output /':>10}{'output /':>10}{'whole /':>10}")
    names = ("output", "whole", "ndimage", "signal")
    print(f"{'input / filter':24}", *(f"{name:>8}" for name in names), end="")
    print(f"{'ndimage':>10}{'signal':>10}{'ndimage':>10}")
    cases = [Case(shape, kernel) for shape, kernel in CASES]
    for case in cases:
        check(case)
        output, whole, nd, sig = times(case.contenders())
        print(f"{case.name:24}", *(f"{t * 1e3:8.3f}" for t in (output, whole, nd, sig)), end="")
        print(f"{output / nd:10.2f}{output / sig:10.2f}{whole / nd:10.2f}", flush=True)
    print(f"\n{'':24}{'peak memory / result':^36}{'output /':>10}{'output /':>10}{'whole /':>10}")
    for case in cases:
        output, whole, nd, sig = map(memory, case.contenders())
        print(f"{case.name:24}", *(f"{m:8.2f}" for m in (output, whole, nd, sig)), end="")
        print(f"{output / nd:10.2f}{output / sig:10.2f}{whole / nd:10.2f}")
    several()


if __name__ == "__main__":
    main()
