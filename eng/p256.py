"""ECDSA over P-256 with SHA-256, verification only, with Python's own library: for the scripts beside it."""
import hashlib

# P-256, FIPS 186-5 and SP 800-186
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5, 1)


def double(p):
    x, y, z = p
    if not z:
        return p
    d = z * z % P
    s = 4 * x * y * y % P
    m = 3 * (x - d) * (x + d) % P
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * pow(y, 4, P)) % P, 2 * y * z % P


def add(p, q):
    if not p[2]:
        return q
    if not q[2]:
        return p
    z1, z2 = p[2] * p[2] % P, q[2] * q[2] % P
    u1, u2 = p[0] * z2 % P, q[0] * z1 % P
    s1, s2 = p[1] * z2 * q[2] % P, q[1] * z1 * p[2] % P
    h, r = (u2 - u1) % P, (s2 - s1) % P
    if not h:
        return (0, 1, 0) if r else double(p)
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x = (r * r - hhh - 2 * v) % P
    return x, (r * (v - x) - s1 * hhh) % P, h * p[2] * q[2] % P


class PublicKey:
    """A point that is on the curve; raises ValueError where it is not."""

    def __init__(self, x, y):
        if x >= P or y >= P or (y * y - x * x * x + 3 * x - B) % P:
            raise ValueError("the key is not on the curve")
        # the sums of a 2-bit window of both scalars: a*G + b*Q at 4a + b
        q = (x, y, 1)
        self.sums = []
        for a in range(4):
            for b in range(4):
                total = (0, 1, 0)
                for point in [G] * a + [q] * b:
                    total = add(total, point)
                self.sums.append(total)

    def signed(self, text, signature):
        if len(signature) != 64:
            return False
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        if not (0 < r < N and 0 < s < N):
            return False
        w = pow(s, -1, N)
        u, v = int.from_bytes(hashlib.sha256(text).digest(), "big") * w % N, r * w % N
        point = (0, 1, 0)
        for shift in range(254, -1, -2):
            point = double(double(point))
            index = (u >> shift & 3) * 4 + (v >> shift & 3)
            if index:
                point = add(point, self.sums[index])
        return bool(point[2]) and point[0] * pow(point[2], -2, P) % P % N == r
