using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Holdfast.Server.Channels.Email;

/// <summary>Hands mail to an SMTP server over connections that are kept; taken is what it answered 250 to.</summary>
internal sealed class SmtpMailer(SmtpOptions options) : IMailer
{
    private const int MostConnections = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly X509Certificate2Collection authorities = Authorities(options.Authority);
    private readonly ConcurrentBag<SmtpClient> idle = [];
    private readonly SemaphoreSlim places = new(MostConnections);

    public async Task<Attempt> SendAsync(MimeMessage mail, CancellationToken stop)
    {
        await places.WaitAsync(stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            // a kept connection may have been closed by the other side meanwhile; a new one that fails is a failure
            return idle.TryTake(out var kept) && await OverAsync(kept, mail, patience.Token) is { } done
                ? done
                : await OverNewAsync(mail, patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Attempt.Later("the mail server took longer than 30 seconds");
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Whether the server lets us in; for `doctor`.</summary>
    public async Task<string?> TryAsync(CancellationToken stop)
    {
        try
        {
            using var client = await ConnectAsync(stop);
            await client.DisconnectAsync(true, stop);
            return null;
        }
        catch (Exception e) when (IsFailure(e))
        {
            return Why(e);
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var client)) client.Dispose();
        places.Dispose();
    }

    /// <summary>Null when the connection was dead.</summary>
    private async Task<Attempt?> OverAsync(SmtpClient client, MimeMessage mail, CancellationToken stop)
    {
        try
        {
            var said = await client.SendAsync(mail, stop);
            idle.Add(client);
            return new Attempt.Taken(said);
        }
        catch (SmtpCommandException e)
        {
            if (client.IsConnected) idle.Add(client);
            else client.Dispose();
            return Refusal(e);
        }
        catch (Exception e)
        {
            client.Dispose();
            if (IsFailure(e)) return null;
            throw;
        }
    }

    private async Task<Attempt> OverNewAsync(MimeMessage mail, CancellationToken stop)
    {
        try
        {
            return await OverAsync(await ConnectAsync(stop), mail, stop) ?? new Attempt.Later("the mail server broke the connection");
        }
        catch (Exception e) when (IsFailure(e))
        {
            return new Attempt.Later(Why(e));
        }
    }

    private async Task<SmtpClient> ConnectAsync(CancellationToken stop)
    {
        var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds, CheckCertificateRevocation = false };
        try
        {
            if (authorities.Count > 0) client.ServerCertificateValidationCallback = IsTrusted;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(options.Host, options.Port, stop);
            await client.ConnectAsync(socket, options.Host, options.Port, options.Tls switch
            {
                SmtpTls.Direct => SecureSocketOptions.SslOnConnect,
                SmtpTls.Start => SecureSocketOptions.StartTls,
                SmtpTls.None => SecureSocketOptions.None,
                _ => throw new InvalidOperationException($"no rule for {options.Tls}"),
            }, stop);
            if (options.User is { } user) await client.AuthenticateAsync(user, options.Password ?? "", stop);
            // small packets wait for each other under Nagle's algorithm (RFC 896), ours above and the other side's here: 40 ms a mail
            client.Capabilities &= ~SmtpCapabilities.Pipelining;
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The name must fit as always; only the chain may end in the given authorities instead.</summary>
    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? given, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None || certificate is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var copy = new X509Certificate2(certificate);
        return chain.Build(copy);
    }

    /// <summary>A recipient that the server will never take is refused; whatever may be our own fault is tried again.</summary>
    private static Attempt Refusal(SmtpCommandException e) =>
        e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)e.StatusCode is >= 500 and < 600
            ? new Attempt.Refused($"the mail server answered {(int)e.StatusCode} to the recipient")
            : new Attempt.Later($"the mail server answered {(int)e.StatusCode}");

    private static bool IsFailure(Exception e) => e is IOException or ProtocolException or CommandException or AuthenticationException
        or SslHandshakeException or SocketException or NotSupportedException or ServiceNotConnectedException
        or ServiceNotAuthenticatedException;

    /// <summary>The kind of failure; what a server says may hold an address.</summary>
    private static string Why(Exception e) => e switch
    {
        AuthenticationException => "the mail server did not accept the password",
        SslHandshakeException => "the certificate of the mail server is not trusted",
        NotSupportedException => "the mail server does not offer encryption",
        SocketException => "the mail server can't be reached",
        SmtpCommandException command => $"the mail server answered {(int)command.StatusCode}",
        _ => "the mail server broke the connection",
    };

    private static X509Certificate2Collection Authorities(string? file)
    {
        var found = new X509Certificate2Collection();
        if (file is not null) found.ImportFromPemFile(file);
        return found;
    }
}
