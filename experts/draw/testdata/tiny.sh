#!/bin/sh
# A draw among four experts, worked with openssl and sort alone. It prints the
# labels, the pool hash, the seed, and the tickets in the order of the draw.
h() { openssl dgst -sha256 | sed 's/.* //'; }
for n in 1 2 3 4; do
  salt=0000000000000000000000000000000$n
  label=$(printf 'bidroom/label/1\nD1\n%s\nE%s\n' $salt $n | h)
  item=$(printf 'bidroom/pool-item/1\n%s\n%s\nspecialty A080104\nregion 330100\nemployer U%s\n' $label $salt $n | h)
  echo "$label $item E$n"
done | sort > /tmp/tiny.$$
cut -d' ' -f1,3 /tmp/tiny.$$ | sed 's/^/label /'
pool=$({ printf 'bidroom/pool/1\nD1\nrules 00\nseat 1 A080104 \nexclusion R01 2\n'; cut -d' ' -f1,2 /tmp/tiny.$$; } | h)
echo "pool $pool"
entered=$(printf dice | h)
nonce=$(printf '%064d' 7)
echo "commitment $(printf 'bidroom/commit/1\nD1\nserver\n%s\n%s\n' $nonce $entered | h)"
seed=$(printf 'bidroom/seed/1\n%s\nserver %s %s\n6666666666666666666666666\n' $pool $nonce $entered | h)
echo "seed $seed"
cut -d' ' -f1 /tmp/tiny.$$ | while read label; do
  printf '%s %s\n' "$(printf %s $label | openssl dgst -sha256 -mac HMAC -macopt hexkey:$seed | sed 's/.* //')" $label
done | sort | sed 's/^/ticket /'
rm /tmp/tiny.$$
