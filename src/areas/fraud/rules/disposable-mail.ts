/** Well-known throw-away mail services; add your own to the list "disposable-mail". */
export const disposableMail: readonly string[] =
  'mailinator.com guerrillamail.com guerrillamail.net sharklasers.com 10minutemail.com 10minutemail.net temp-mail.org tempmail.com tempmailo.com yopmail.com yopmail.fr yopmail.net trashmail.com trashmail.de wegwerfmail.de throwawaymail.com getnada.com maildrop.cc dispostable.com fakeinbox.com mailnesia.com mintemail.com mytemp.email spamgourmet.com mohmal.com emailondeck.com moakt.com tempail.com burnermail.io discard.email mailcatch.com mailnull.com spam4.me grr.la spambox.us tempr.email inboxkitten.com minutemailbox.com dropmail.me 33mail.com anonbox.net byom.de einrot.com jetable.org mail-temporaire.fr meltmail.com nowmymail.com owlymail.com'.split(
    ' ',
  )
