// Pure: where commands take secrets on their command line, as they stand in logs, process lists and shell histories.

const BEFORE = String.raw`(^|[\s"'\x60(=])`;
/** One word of a shell, quoted or not. */
const WORD = String.raw`(?:"[^"\n]{0,400}"|'[^'\n]{0,400}'|[^\s"'\x60,|;&)]{1,400})`;
/** Between an option and its value, also in a list of JSON. */
const GAP = String.raw`(?:[ \t=]{1,8}|["'],[ \t]{0,4}["'])`;
const COMMANDS =
  'sshpass|docker|podman|helm|oc|az|mongo\\w{0,10}|sqlcmd|htpasswd|mysql\\w{0,10}|mariadb\\w{0,10}|keytool|unzip|zip|ldap\\w{0,10}|redis-cli';
/** `-p` begins many an option that is no password. */
const OTHER_P = String.raw`\d{1,5}(?:[\s"'\x60,)]|$)|(?:ath|ort|id|idfile|rint\w{0,8}|rune|refix|arents|erm|lugin\w{0,8}|rofile\w{0,8}|roject\w{0,8}|arallel\w{0,8}|rotocol|attern|artitions?|roperty|roperties|roducer|ublic|reserve)\b`;

/** Each with what stands in its place; `***` is put in for \u0000. */
export const COMMAND_PATTERNS: readonly (readonly [RegExp, string])[] = [
  // mysql -pSECRET, sshpass -pSECRET, 7z -pSECRET
  [new RegExp(`${BEFORE}(-p)(?!${OTHER_P})${WORD}`, 'gm'), '$1$2\u0000'],
  // sshpass -p SECRET, docker login -p SECRET, unzip -P SECRET, ldapsearch -w SECRET, redis-cli -a SECRET; not docker run -p 80:8080
  [
    new RegExp(
      `(\\b(?:${COMMANDS})\\b[^\\n]{0,300}?[\\s"']-{1,2}(?:p|P|w|a|pass)${GAP}["']?)(?!\\d[\\d:.]{0,30}(?:[\\s"']|$))${WORD}`,
      'gm',
    ),
    '$1\u0000',
  ],
  // curl -u USER:SECRET, --user, --proxy-user; not docker run -u 1000:1000
  [
    new RegExp(
      `${BEFORE}((?:-[uU]|--(?:proxy-)?user|--userpwd)(?:${GAP})?["']?)([^\\s:"'\\x60]{1,200}:)(?!\\d{1,10}(?:[\\s"']|$))${WORD}`,
      'gm',
    ),
    '$1$2$3\u0000',
  ],
  // SSHPASS=SECRET, DB_PASS=SECRET
  [new RegExp(`(\\b[A-Z0-9_]{0,64}PASS["']?[ \\t]{0,8}=[ \\t]{0,8})${WORD}`, 'g'), '$1\u0000'],
  // echo USER:SECRET | chpasswd
  [/(\becho[ \t]+["']?[^\s:]{1,100}:)[^\n|]{1,200}(\|[ \t]*(?:sudo[ \t]+)?chpasswd)/g, '$1\u0000 $2'],
  [new RegExp(`(\\bIDENTIFIED[ \\t]+BY[ \\t]+)${WORD}`, 'gi'), '$1\u0000'],
];

/** Whether a list of words names a secret by the word before it, whatever command it belongs to. */
export const isSecretOption = (word: string): boolean => /^-[pPw]$/.test(word);
