/** What a step of the tour says. */
export interface TourText {
  readonly title: string;
  /** What happens, and why it is made like that. */
  readonly paragraphs: readonly string[];
  /** What to look for in the bytes. */
  readonly look: string;
}

/** The ten steps through BEP 3, in the order in which a peer lives through them. */
export const TOUR_TEXTS: readonly TourText[] = [
  {
    title: 'The torrent file',
    paragraphs: [
      'It begins with a small file. It holds none of the content, only what is needed to find it and to trust it: the address of a tracker, the name and the length, and a fingerprint, the SHA-1, of each piece. Ours has 16 pieces of 32 KiB.',
      'The notation is called bencode: a number says how long a string is, i…e is an integer, d…e a dictionary. Each value can be written in one way only. That matters, because the SHA-1 of the part called info is the name by which everybody knows this torrent: its info hash.',
    ],
    look: 'Find the key pieces: 320 bytes follow, twenty for each of the 16 pieces. No one can give us wrong content without our noticing.',
  },
  {
    title: 'Asking the tracker',
    paragraphs: [
      'Who else wants this? Only the tracker knows. leech-1 announces itself with an ordinary HTTP request: which torrent, which port it listens on, and how much is left to fetch.',
      'The answer is bencode again. It names the peers, six bytes each (four of the address, two of the port), and says after how many seconds to ask again. That is the compact form of BEP 23; BEP 3 itself has a list of dictionaries in its place. The tracker never sees a byte of the content.',
    ],
    look: 'left=524288 in the request says: I have nothing yet. In the answer, peers has just six bytes: the seed. Whoever comes later will be told of more.',
  },
  {
    title: 'The handshake',
    paragraphs: [
      'leech-1 dials the seed over TCP. Both send 68 bytes first: the name of the protocol, eight reserved bytes in which extensions can be offered, the info hash, and the peer’s own id.',
      'If the info hash is that of a torrent the other side does not have, it closes the connection. So nothing more has to be said about what this conversation is about.',
    ],
    look: 'The first byte is 19 (13 in hexadecimal), the length of “BitTorrent protocol”. Compare info_hash with the one in the announce.',
  },
  {
    title: 'The bitfield',
    paragraphs: [
      'From here on everything is a message: four bytes of length, one byte that says what it is, then its content; a length of 0 and nothing after it keeps a quiet connection alive. The first message may be a bitfield, a bit for each piece that its sender has. It can never be sent later.',
      'A peer that has nothing may leave it out. The bits that are left over in the last byte must be zero.',
    ],
    look: 'The seed has everything: 16 pieces are two bytes with every bit set, ff ff.',
  },
  {
    title: 'Interest',
    paragraphs: [
      'leech-1 compares that with what it has itself. The seed has pieces that it is missing, so it says: interested. That is all there is to the message; its content is its kind.',
      'Each side keeps two flags about each direction, interested and choked, and both begin on their less hopeful side: not interested, and choked. Interest has to be kept true all the time, because the other side decides by it whom to serve.',
    ],
    look: 'Five bytes: a length of 1, and the 2 that means interested. In the picture, no block moves yet.',
  },
  {
    title: 'Choke and unchoke',
    paragraphs: [
      'A peer that served everybody at once would serve nobody well. So each gives its few upload slots to those who give it most, looks again at regular intervals, and chokes the others. Whoever wants to receive has to send: this is tit for tat, and it is why the swarm works.',
      'One slot is given by chance, whatever the rate: the optimistic unchoke. It lets newcomers earn their first pieces, and finds better partners than those we know.',
    ],
    look: 'The seed unchokes leech-1: five bytes, and the way is free. In the picture, blue lines are unchokes by rank, dashed purple ones by chance.',
  },
  {
    title: 'A request and its piece',
    paragraphs: [
      'A piece is fetched in blocks of 16 KiB. A request names the piece, where in it the block begins, and its length; several are always under way, so that the wire is never idle while a request travels.',
      'The answer, confusingly called piece, repeats the place and brings the data. When the last block of a piece is in, its SHA-1 is compared with that in the torrent file. Only then does it count.',
    ],
    look: 'Request and answer have the same piece and the same begin. What follows in the answer is the content itself: here it is text that you can read.',
  },
  {
    title: 'Telling the others: have',
    paragraphs: [
      'The piece is verified, and leech-1 tells all that it is connected to: have. Nine bytes to each of them. So everybody knows at any moment who has what.',
      'From this follows the most important decision of a leech: it asks for the rarest piece first, the one that the fewest of its peers have. What is rare gets copied, and no piece dies out when a peer leaves.',
    ],
    look: 'Switch to the view Pieces in a run of yours: the pieces in flight lie below the lowest bars.',
  },
  {
    title: 'The end game',
    paragraphs: [
      'Everything that is missing has been asked for, but a block or two are with a slow peer. Waiting for the slowest would be a pity at 99 %, so these blocks are asked of others too.',
      'The first answer wins; the others get a cancel, so that they do not send in vain. That costs a few messages, and so it begins only when every missing block is already asked for.',
    ],
    look: 'The cancel has exactly the fields of the request that it takes back; only the kind is 8 instead of 6.',
  },
  {
    title: 'Seeding',
    paragraphs: [
      'leech-1 has every piece: it is a seed now. It tells the tracker completed, loses interest in everybody, and goes on serving those that are not as far yet. As a seed it can’t be repaid, so it gives its slots by other rules, by turns or to those who take fastest.',
      'Nothing forces it to stay. When it goes, it tells the tracker stopped. But as long as each piece is somewhere, the swarm lives, even without its first seed.',
    ],
    look: 'In the picture the disc of leech-1 has become a green square. Let it play: the others follow within a moment, most of them served by each other.',
  },
];
