using MimeKit;

namespace Holdfast.Server.Channels.Email;

/// <summary>Takes mail. Taken means that somebody else is answerable for it from here on.</summary>
internal interface IMailer : IDisposable
{
    /// <summary>One attempt; it never throws but on cancellation.</summary>
    public Task<Attempt> SendAsync(MimeMessage mail, CancellationToken stop);
}
